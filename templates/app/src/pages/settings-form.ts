import { z } from 'zod';
import {
  type AnyEntity,
  historicalDataSettings,
  type Organization,
  type Switches,
  type SynchronizedEntities,
  switchesOf,
} from '../engine/index.ts';

/** What the form "Choose what travels" asks for. */
export interface SettingsForm {
  /** For `organization.update`. */
  changes: { synchronizedEntities: SynchronizedEntities; syncEnabled: boolean } & ReturnType<
    typeof historicalDataSettings
  >;
  /** They ticked "historical data" and were not asked yet whether they mean it: nothing is to be saved. */
  confirmationMissing: boolean;
  /** What was sent, to be sent again with the confirmation. */
  fields: [name: string, value: string][];
}

/**
 * `entities` names what the form showed: what it did not show stays as it is (improvement 8.2). Whatever comes back
 * also goes out, and nothing goes where the entity cannot be written (contract 267, improvement 8.16).
 */
export function readSettingsForm(
  body: unknown,
  organization: Organization,
  entities: readonly AnyEntity[],
): SettingsForm {
  const form = formSchema.parse(body);
  const share = form.historicalData === 'on';
  const synchronizedEntities = Object.fromEntries(
    entities.map((entity) => [
      entity.key,
      form.entities.includes(entity.key)
        ? chosen(form, entity, organization)
        : switchesOf(organization, entity),
    ]),
  );
  return {
    changes: {
      synchronizedEntities,
      syncEnabled: Object.values(synchronizedEntities).some((one) => one.toConnec || one.toExternal),
      ...historicalDataSettings(organization, share),
    },
    confirmationMissing: share && !organization.historicalData && form.confirmed !== 'yes',
    fields: (['entities', 'toConnec', 'toExternal'] as const).flatMap((name) =>
      form[name].map((value): [string, string] => [name, value]),
    ),
  };
}

/** A form sends one value as a text and several as a list. */
const keys = z.preprocess(
  (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
  z.array(z.string()),
);

const formSchema = z.object({
  entities: keys,
  toConnec: keys,
  toExternal: keys,
  historicalData: z.string().optional(),
  confirmed: z.string().optional(),
});

/** Of a direction that the hub has stopped the form shows nothing: what was chosen is kept until it goes on. */
function chosen(form: z.output<typeof formSchema>, entity: AnyEntity, organization: Organization): Switches {
  const { pushDisabled, pullDisabled } = organization;
  const kept = switchesOf(organization, entity);
  const back = pullDisabled ? kept.toExternal : form.toExternal.includes(entity.key);
  const out = pushDisabled ? kept.toConnec : form.toConnec.includes(entity.key);
  const toExternal = back && entity.canWriteExternal;
  return { toConnec: (out || toExternal) && entity.canWriteConnec, toExternal };
}

import * as api from './texts/api.ts';
import * as documentation from './texts/documentation.ts';
import * as errors from './texts/errors.ts';
import * as fleet from './texts/fleet.ts';
import * as history from './texts/history.ts';
import * as home from './texts/home.ts';
import * as jobs from './texts/jobs.ts';
import * as layout from './texts/layout.ts';
import * as link from './texts/link.ts';
import * as mapping from './texts/mapping.ts';
import * as operators from './texts/operators.ts';
import * as parked from './texts/parked.ts';
import * as record from './texts/record.ts';
import * as service from './texts/service.ts';
import * as signOn from './texts/sign-on.ts';

/** Every word that people read: one file of texts/ for each page, and one line here. */
export const texts = {
  ...layout,
  ...signOn,
  ...home,
  ...link,
  ...history,
  ...mapping,
  ...record,
  ...parked,
  ...jobs,
  ...fleet,
  ...operators,
  ...service,
  ...api,
  ...documentation,
  ...errors,
};

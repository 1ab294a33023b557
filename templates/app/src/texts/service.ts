/** What a hub is answered that looks after synchronizations. */
export const service = {
  unknownOrganization: 'Organization not found',
  unknownEntities: (names: string, known: string) =>
    `There is no entity ${names} here. opts.only_entities may name: ${known}.`,
  flagsUnknown: 'The hub could not be asked about this organization. Nothing was changed; try again later.',
  /** Why no synchronization was started, and what to do. */
  skipped: {
    unknown: 'The organization was removed.',
    'not linked': 'No account is linked: an administrator has to link one in the connector.',
    disabled: 'No direction is switched on: an administrator has to choose in the connector what travels.',
    paused:
      'It is paused until an administrator looks into the connector, or opts.forced asks for a synchronization.',
    recovering:
      'The last three synchronizations failed: the next one begins within a day, or when opts.forced asks for it.',
    busy: 'Another synchronization is under way.',
  },
};

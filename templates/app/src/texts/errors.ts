/** What went wrong, and what to do: pages for people, answers for programs. */
export const errors = {
  internal: 'Something went wrong on our side. It has been noted; please try again in a moment.',
  notFound: 'There is nothing at this address.',
  invalidCredentials: 'Invalid credentials',
  tooManyRequests: 'More requests came from this address than are answered in a minute.',
  tooManyGuesses: 'Too many wrong credentials came from this address. Wait a minute, then try again.',
  stopping: 'The connector is being restarted. Please try again in a moment.',
  unknownTenant: (name: string) => `There is no tenant "${name}" here.`,
  noSamlResponse: 'The hub sent no SAMLResponse.',
  csrf: 'The form had expired, or was not sent from this site. Nothing was changed.',
  badForm: 'The form was not filled in as this page asks for it. Nothing was changed.',
  notStorable: 'The request holds a character that cannot be stored, or is nested too deeply.',
  badNotification: 'The body must be an object with a list of records for each resource.',
  badDelivery: 'The delivery is not one that this address takes.',
  request: 'If you ask for help, mention this number:',
  pages: {
    400: { title: 'That did not work', advice: 'Go back and try again.' },
    403: { title: 'Not accepted', advice: 'Go back, reload the page and try again.' },
    404: {
      title: 'Page not found',
      advice: 'The link may be old, or mistyped. The status page shows you where to go on.',
    },
    429: { title: 'Too many requests', advice: 'Wait a minute, then try again.' },
    503: { title: 'Back in a moment', advice: 'Wait a moment, then reload the page.' },
    500: { title: 'Our mistake', advice: 'Go back, or start again from the status page.' },
  } as Record<number, { title: string; advice: string }>,
  otherPage: { title: 'That did not work', advice: 'Go back, or start again from the status page.' },
};

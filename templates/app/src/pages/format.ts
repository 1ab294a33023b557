/** How numbers and times are written on the pages. Times are UTC: public/app.js turns them into the reader's own. */
export const formatNumber = (value: number): string => value.toLocaleString('en-GB');

export const formatDate = (date: Date): string =>
  `${date.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC`;

/** Milliseconds → "under a second", "12 s", "3 min 5 s", "2 h 10 min" */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 1) return 'under a second';
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

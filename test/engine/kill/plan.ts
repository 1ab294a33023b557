import { type Episode, type Kill, type KillSettings, startEpisode } from './kill.ts';

/** So many kills come in one episode, before everything is checked. */
const killsPerEpisode = 12;

export interface KillReport {
  kills: number;
  /** Steps at which no run could be killed: they did not come any more. */
  missed: string[];
  problems: string[];
}

/**
 * Kills runs `times` times: at every step that has a name once, where `everyStep`, and for the rest at any moment.
 */
export async function killTest(
  times: number,
  settings: KillSettings,
  { everyStep = false, tell = (_line: string) => {} } = {},
): Promise<KillReport> {
  const report: KillReport = { kills: 0, missed: [], problems: [] };
  const labels = everyStep ? await labelsOf(settings) : [];
  let episode: Episode | undefined;
  let inEpisode = 0;
  const next = async (kill: Kill): Promise<boolean> => {
    episode ??= await startEpisode({ ...settings, keys: report.kills % 24 < 12 });
    inEpisode += 1;
    const killed = await episode.runAndKill(kill);
    if (killed) report.kills += 1;
    tell(`${killed ? 'killed' : 'ended before'} ${'label' in kill ? kill.label : `step ${kill.step}`}`);
    if (inEpisode >= killsPerEpisode) await finish();
    return killed;
  };
  const finish = async () => {
    const problems = (await episode?.finish()) ?? [];
    report.problems.push(...problems);
    for (const problem of problems) tell(problem);
    await episode?.close();
    episode = undefined;
    inEpisode = 0;
  };

  for (const label of labels) {
    let killed = false;
    for (let i = 0; i < 3 && !killed; i += 1) killed = await next({ label, afterMs: 0 });
    if (!killed) report.missed.push(label);
  }
  const { random } = settings;
  for (let tries = 0; report.kills < times && tries < times * 4; tries += 1) {
    await next({ step: 1 + Math.floor(random() * 120), afterMs: Math.floor(random() * 4) });
  }
  await finish();
  return report;
}

/** The labels of all steps that come in an episode without kills. */
async function labelsOf(settings: KillSettings): Promise<string[]> {
  const episode = await startEpisode(settings);
  const labels = new Set<string>();
  for (let i = 0; i < 3; i += 1) {
    await episode.runAndKill({ afterMs: 0 });
    for (const label of episode.steps) labels.add(label);
  }
  await episode.close();
  return [...labels];
}

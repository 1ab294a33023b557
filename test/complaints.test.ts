import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const own = 'complaints.test.ts';
const files = (await readdir(import.meta.dirname, { recursive: true })).filter(
  (file) => /\.test\.ts$/.test(file) && file !== own,
);
const sources = (
  await Promise.all(files.map((file) => readFile(join(import.meta.dirname, file), 'utf8')))
).join('\n');

/**
 * What users of comparable generators complain about most, and the threads in which they do. Each is cited by a test
 * that shows that it cannot happen here. Left out is what no test can show: that nobody maintains it any more.
 */
const complaints: Record<string, string[]> = {
  "a new project deletes or mixes with somebody's files": [
    'vitejs/vite#21531',
    'vitejs/vite#18710',
    'vuejs/create-vue#1099',
    'vuejs/create-vue#1117',
    'Create-Node-App/create-node-app#159',
  ],
  'a project is on its own once it is made: no upgrade': [
    't3-oss/create-t3-app#1353',
    't3-oss/create-t3-app#902',
    'react/create-react-app#8958',
    'dotnet/aspnetcore#5215',
    'jasontaylordev/CleanArchitecture#99',
  ],
  'what was made is broken on arrival': [
    't3-oss/create-t3-app#2093',
    't3-oss/create-t3-app#1846',
    'zapier/zapier-platform#657',
    'activepieces/activepieces#8194',
    'activepieces/activepieces#4387',
    'n8n-io/n8n#21247',
    'n8n-io/n8n#28539',
  ],
  'one new thing changes hundreds of files': ['activepieces/activepieces#4288'],
  'it does not work on Windows': ['n8n-io/n8n#19885', 'n8n-io/n8n#33708', 'n8n-io/n8n#15617'],
  'a dry run writes': ['nestjs/nest-cli#945', 'nestjs/nest-cli#195'],
  'what can be asked cannot be given as a flag': ['nestjs/nest-cli#3229', 'nestjs/nest-cli#3275'],
  'fields cannot be given on the command line': ['nestjs/nest-cli#573'],
  'output is left half written': ['redwoodjs/redwood#82', 'redwoodjs/redwood#6947'],
  'there is no undo': ['redwoodjs/redwood#80', 'phoenixframework/phoenix#2607'],
  'undo takes too much, or too little': [
    'rmosolgo/graphql-ruby#1099',
    'rivsc/Beautiful-Scaffold#6',
    'activeadmin/activeadmin#896',
    'rails/rails#42127',
  ],
  'it waits for an answer on a CI machine': ['Weaverse/weaverse-sdk#475'],
  '"overwrite all" is forgotten': ['yeoman/environment#371'],
  'a file is written over without a question': ['plopjs/plop#90'],
  'the code edit fails on code as people write it': [
    'zapier/zapier-platform#434',
    'zapier/zapier-platform#1115',
    'zapier/zapier-platform#1123',
    'zapier/zapier-platform#1125',
    'zapier/zapier-platform#1150',
  ],
  'conflicts of an update are hard to read': [
    'copier-org/copier#613',
    'copier-org/copier#2386',
    'copier-org/copier#369',
  ],
  'an update is silent about a file that somebody has deleted': [
    'copier-org/copier#1735',
    'copier-org/copier#1849',
  ],
  'an update gives another result the second time': ['copier-org/copier#2768'],
  'an update loses what the one before it had planned, or stops half way': [
    'nrwl/nx#29146',
    'nrwl/nx#4270',
    'awslabs/nx-plugin-for-aws#928',
  ],
  'the dev server does not reload': [
    'n8n-io/n8n#24872',
    'activepieces/activepieces#2219',
    'activepieces/activepieces#3143',
    'activepieces/activepieces#11346',
  ],
  'documents are out of date': ['n8n-io/n8n-nodes-starter#62'],
};

test.each(Object.entries(complaints))('%s: not here', (_complaint, threads) => {
  // A number that goes on is another thread.
  const isCited = (thread: string) =>
    sources.split(thread).some((after, index) => index > 0 && !/^\d/.test(after));
  expect(threads.filter((thread) => !isCited(thread))).toEqual([]);
});

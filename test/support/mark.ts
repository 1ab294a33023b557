import { basename } from 'node:path';

/** A line that changes nothing but that it is there, as a comment of the file at `path`; undefined where none is possible. */
export function remark(path: string, text: string): string | undefined {
  const name = basename(path).replace(/\.tpl$/, '');
  const comment = COMMENTS.find(([names]) => names.test(name));
  return comment?.[1](text);
}

/** Each with the names of files that take it. JSON takes none. */
const COMMENTS: [RegExp, (text: string) => string][] = [
  [/\.(ts|js|prisma)$/, (text) => `// ${text}\n`],
  [/\.ejs$/, (text) => `<%# ${text} -%>\n`],
  [/\.css$/, (text) => `/* ${text} */\n`],
  [/\.(md|svg)$/, (text) => `<!-- ${text} -->\n`],
  [
    /^(Dockerfile|Procfile)$|\.(ya?ml|toml|service)$|^[._](env\.example|gitignore|dockerignore|editorconfig)$/,
    (text) => `# ${text}\n`,
  ],
];

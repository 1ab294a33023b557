import type { Command } from 'commander';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { zshCompletion } from '../completion/zsh.ts';

const writers: Record<string, (program: Command) => string> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** `connector completion SHELL`: prints a script for the shell that completes the words of `programs`, made from the programs themselves. */
export function completion(shell: string, programs: readonly Command[]): void {
  const write = writers[shell] as (program: Command) => string;
  console.log(programs.map(write).join('\n').trimEnd());
}

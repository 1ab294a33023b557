#!/usr/bin/env node
import './require-node.js';

const { runConnector } = await import('../dist/cli.js');
await runConnector(process.argv);

#!/usr/bin/env node
import './require-node.js';

const { runCreateConnector } = await import('../dist/cli.js');
await runCreateConnector(process.argv);

// Pages and doors by Next, the sandbox by its own bundler, then the hashes the server's policy needs.
import { runTool } from './run.js';

const code = await runTool('next', ['build'], { NODE_ENV: 'production' });
if (code !== 0) process.exit(code);
const { buildSandbox } = await import('./build-sandbox.js');
await buildSandbox();
const { writePolicies } = await import('./csp.js');
writePolicies();

import { config } from 'zod';

// Imported for its effect by every module with schemas. Zod compiles object schemas with `new Function` where it may; the
// pages' policy forbids that, and even the attempt is reported.
config({ jitless: true });

import { createRequire } from 'node:module';
createRequire(import.meta.url)('../scripts/swc-register.cjs');
createRequire(import.meta.url)('./zz-mut.ts');

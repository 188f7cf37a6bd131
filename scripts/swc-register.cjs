// Lets `require` load TypeScript, compiled in memory by SWC with the settings of .swcrc.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Module } = require('node:module');
const { transformSync } = require('@swc/core');

process.setSourceMapsEnabled(true);

Module._extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    configFile: join(__dirname, '..', '.swcrc'),
    sourceMaps: 'inline',
  });
  module._compile(code, filename);
};

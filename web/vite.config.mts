import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const API = 'http://127.0.0.1:4000';

// JSX is compiled by Vite itself (tsconfig: react-jsx), so there is no plugin.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    manifest: true,
    // Nothing inline: the page's security policy takes files of this server only.
    assetsInlineLimit: 0,
    sourcemap: false,
    rolldownOptions: {
      // "use client" is for servers that draw React; here all is drawn in the browser.
      onLog(level, log, report) {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
  },
  // For work on the pages: `npx vite web`, beside a running service.
  server: {
    proxy: {
      '/graphql': { target: API, ws: true },
      '/demo': API,
      '/export': API,
    },
  },
});

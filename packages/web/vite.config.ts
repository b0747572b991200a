import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://127.0.0.1:8000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // The policy of the server forbids inline scripts and data: fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    rolldownOptions: {
      treeshake: {
        // The browser takes types and constants from the contract; its schemas stay on the server.
        moduleSideEffects: [
          { test: /[\\/]packages[\\/]contract[\\/]|[\\/]node_modules[\\/]zod[\\/]/, sideEffects: false },
        ],
        manualPureFunctions: ['z'],
      },
    },
  },
  server: {
    proxy: {
      '/api': server,
      '/health': server,
      '/ws': { target: server, ws: true },
    },
  },
});

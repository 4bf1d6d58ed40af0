import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// `base: './'` lets the server mount the console anywhere; no inline scripts, so that a strict content policy holds.
export default defineConfig({
  base: './',
  plugins: [react()],
  build: { target: 'es2023', modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  server: { proxy: { '/v1': process.env.ATTUNE_URL ?? 'http://127.0.0.1:8787' } },
})

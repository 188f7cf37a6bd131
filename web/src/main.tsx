import '@fontsource-variable/inter/wght.css';
import './mantine.css';
import '@mantine/notifications/styles.css';
import './global.css';
// Listens from the start: whatever page is printed, it is printed light.
import './charts/printing';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App, styleNonce } from './app';
import { openSession } from './session/session';
import { openTexts } from './texts/i18n';

// What keeps the page still under a dialog writes a style, and asks for the nonce by this name.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

const root = document.getElementById('root');
if (!root) throw new Error('The page has no place to draw in.');
void openTexts().then(() => {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  void openSession();
});

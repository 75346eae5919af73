import './styles/theme.css';
import './styles/base.css';
import './styles/buttons.css';
import './styles/forms.css';
import './styles/chips.css';
import './styles/tables.css';
import './styles/panels.css';
import './styles/shell.css';
import './styles/fleet.css';
import './styles/station.css';
import './styles/frames.css';
import './styles/call.css';
import './styles/schema-form.css';
import './styles/twin.css';
import './styles/transactions.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { ErrorBoundary } from './app/error-boundary.tsx';
import { applyTheme } from './ui/theme.ts';

applyTheme();
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary>
        <App />
      </ErrorBoundary>
    </StrictMode>,
  );
}

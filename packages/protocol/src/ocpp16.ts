import { createRequire } from 'node:module';
import { requests, responses } from '../generated/ocpp16-validators.js';
import { createProtocol, type Protocol } from './protocol.ts';

const require = createRequire(import.meta.url);

/** OCPP 1.6: its actions and validators. */
export const ocpp16: Protocol<'1.6'> = createProtocol('1.6', { requests, responses }, () =>
  require('../generated/ocpp16-schema.json'),
);

import { createRequire } from 'node:module';
import { requests, responses } from '../generated/ocpp201-validators.js';
import { createProtocol, type Protocol } from './protocol.ts';

const require = createRequire(import.meta.url);

/** OCPP 2.0.1: its actions and validators. */
export const ocpp201: Protocol<'2.0.1'> = createProtocol('2.0.1', { requests, responses }, () =>
  require('../generated/ocpp201-schema.json'),
);

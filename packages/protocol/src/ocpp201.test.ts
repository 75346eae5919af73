import { ocpp201 } from './ocpp201.ts';
import { testAgainstAjv } from './testing/against-ajv.ts';

testAgainstAjv(ocpp201);

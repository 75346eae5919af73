import { choice } from '../api/schema.ts';

/** OCPP 2.1 EnergyTransferModeEnumType; 2.0.1 has the first four. */
export const energyTransferMode = choice(
  [
    'DC',
    'AC_single_phase',
    'AC_two_phase',
    'AC_three_phase',
    'AC_BPT',
    'AC_BPT_DER',
    'AC_DER',
    'DC_BPT',
    'DC_ACDP',
    'DC_ACDP_BPT',
    'WPT',
  ],
  { description: 'OCPP 2.1 EnergyTransferModeEnumType.', examples: ['DC_BPT'] },
);

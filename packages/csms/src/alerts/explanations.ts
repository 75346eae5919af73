import { type MRECS, type Mrec, MRECS as TABLE } from '@northbound/protocol/tables';
import type { Actor } from './views.ts';

/** What an alert says to people. */
export interface Explanation {
  readonly happened: string;
  /** Who must act, the first of them first. */
  readonly actors: readonly Actor[];
  /** What usually helps, in the order to try it. */
  readonly helps: readonly string[];
  /** 0 (danger) to 9 (debug), where the station names none. */
  readonly severity: number;
}

type MrecCode = keyof typeof MRECS;

const ACTORS: Readonly<Record<Mrec['responsible'][number], Actor>> = {
  User: 'driver',
  Operator: 'operator',
  EVSE: 'technician',
  Vehicle: 'vehicleManufacturer',
};

const MREC_TEXTS: Readonly<Record<MrecCode, Pick<Explanation, 'happened' | 'helps'>>> = {
  CX001: {
    happened: 'The plug could not be locked in the car, or not be released from it.',
    helps: [
      'Pull the plug out, look for dirt, and plug it in until it clicks.',
      'Unlock the car and unlock the connector from here.',
      'If it happens with several cars, have the lock of the connector checked.',
    ],
  },
  CX002: {
    happened: 'The residual current protection has tripped: current leaks to earth.',
    helps: [
      'Try another car: if that one charges, the first car leaks.',
      'Do not reset it again and again; have cable, plug and insulation measured.',
    ],
  },
  CX003: {
    happened: 'The inside of the charger is too hot; it gives less power.',
    helps: [
      'Clean filters and fans, and see that air can flow around the charger.',
      'Lower the power limit for the hot hours.',
    ],
  },
  CX004: {
    happened: 'The over-current protection has tripped: more current flowed than is allowed.',
    helps: [
      'Compare the limits set for the connector with its fuse and cable.',
      'Try another car; have the protection checked when it trips again.',
    ],
  },
  CX005: {
    happened: 'The voltage towards the car is too high.',
    helps: [
      'Check the voltage of the supply, and that of the power modules.',
      'Have the charger checked before it is used again.',
    ],
  },
  CX006: {
    happened: 'The voltage towards the car is too low.',
    helps: [
      'Check the supply: a phase may be missing, or the line overloaded.',
      'Lower the power limit and see whether the voltage recovers.',
    ],
  },
  CX007: {
    happened: 'The radio modem receives a weak signal; messages may come late or not at all.',
    helps: [
      'Move or replace the antenna, or use a cable.',
      'Ask the mobile operator about the coverage, or use another one.',
    ],
  },
  CX008: {
    happened: 'Somebody has pressed the emergency stop.',
    helps: [
      'Make sure on site that nobody is in danger.',
      'Release the button, and reset the charger when its maker asks for it.',
    ],
  },
  CX009: {
    happened: 'A car was plugged in and nobody authorized in time.',
    helps: [
      'Plug in again and show the card or use the app.',
      'If it happens often, check the card reader, the link, and the time that drivers are given.',
    ],
  },
  CX010: {
    happened: 'The car is in a mode in which it must not charge.',
    helps: ['Put the car into P, switch it off, and plug in again.'],
  },
  CX011: {
    happened: 'The cable check before charging failed: the insulation may be bad.',
    helps: [
      'Plug in again; a plug that is not fully in fails this check.',
      'If it fails with several cars, have cable and insulation monitor checked.',
    ],
  },
  CX012: {
    happened: 'The charger did not reach the voltage of the battery before charging.',
    helps: [
      'Plug in again.',
      'If it fails with several cars, have the power modules and contactors checked.',
    ],
  },
  CX013: {
    happened: 'The charger has no link to the internet.',
    helps: [
      'Check router, SIM card and data volume.',
      'See whether other chargers at this site are affected too.',
    ],
  },
  CX014: {
    happened: 'The control pilot between charger and car has a voltage that it must not have.',
    helps: [
      'Plug in again, and try another car.',
      'Have cable and pilot circuit checked: damp and broken wires cause it.',
    ],
  },
  CX015: {
    happened: 'The charger has lost the mains: there is no power to give.',
    helps: [
      'Check the breaker and the supply of the site.',
      'Ask the grid operator about an outage.',
    ],
  },
  CX016: {
    happened: 'The contactors of the car do not open or do not close.',
    helps: ['Try another car: if that one charges, the first car needs its workshop.'],
  },
  CX017: {
    happened: 'The contactors of the charger do not open or do not close; they may be welded.',
    helps: [
      'Take the charger out of use: there may be voltage on the plug.',
      'Have the contactors replaced.',
    ],
  },
  CX018: {
    happened: 'Cable or plug are hot; the charger gives less power.',
    helps: ['Look for worn or dirty contacts.', 'Check the cooling of the cable.'],
  },
  CX019: {
    happened: 'Cable or plug were too hot; the charger has stopped.',
    helps: [
      'Let it cool down before the next try.',
      'Have contacts and cooling of the cable checked.',
    ],
  },
  CX020: {
    happened: 'The plug is not fully in.',
    helps: [
      'Push the plug in until it clicks.',
      'If it happens often, have latch and inlet checked for wear.',
    ],
  },
  CX021: {
    happened: 'The insulation monitor has tripped while charging: the capacitance is too high.',
    helps: ['Try another car.', 'Have the insulation monitor and the cable checked.'],
  },
  CX022: {
    happened: 'The insulation monitor has tripped while charging: current can reach the chassis.',
    helps: [
      'Do not use the cable again before it was measured.',
      'Try another car: if that one charges, the first car needs its workshop.',
    ],
  },
  CX023: {
    happened: 'The proximity contact of the plug has a voltage that it must not have.',
    helps: ['Plug in again.', 'Have the plug and the button of its latch checked.'],
  },
  CX024: {
    happened: 'There is voltage on the outlet although nothing charges.',
    helps: [
      'Take the charger out of use at once: touching the plug is dangerous.',
      'Have the contactors checked.',
    ],
  },
  CX025: {
    happened: 'The latch of the connector is broken.',
    helps: ['Take the connector out of use.', 'Have the connector replaced.'],
  },
  CX026: {
    happened: 'The cable has been cut off.',
    helps: [
      'Take the charger out of use and report the theft or damage.',
      'Have the cable replaced, and think of a lock or a camera.',
    ],
  },
};

/** @param code one of the 26 */
export function mrecExplanation(code: MrecCode): Explanation {
  const { responsible, severity } = TABLE[code];
  return { ...MREC_TEXTS[code], severity, actors: responsible.map((one) => ACTORS[one]) };
}

/** 1.6 edition 2, 7.6. Those that became MRECs have their texts. */
const ERROR_CODES_16: ReadonlyMap<string, Explanation> = new Map(
  Object.entries<Explanation>({
    ConnectorLockFailure: mrecExplanation('CX001'),
    GroundFailure: mrecExplanation('CX002'),
    HighTemperature: mrecExplanation('CX003'),
    OverCurrentFailure: mrecExplanation('CX004'),
    OverVoltage: mrecExplanation('CX005'),
    UnderVoltage: mrecExplanation('CX006'),
    WeakSignal: mrecExplanation('CX007'),
    EVCommunicationError: {
      happened: 'Charger and car do not understand each other.',
      actors: ['driver', 'vehicleManufacturer'],
      helps: ['Plug in again.', 'Try another connector, or another car.'],
      severity: 6,
    },
    InternalError: {
      happened: 'The charger has an error in its hardware or software.',
      actors: ['technician', 'manufacturer'],
      helps: ['Reset the charger.', 'Fetch its log and send it to its maker.'],
      severity: 2,
    },
    LocalListConflict: {
      happened: 'A card of the local list is not what this CSMS says it is.',
      actors: ['operator'],
      helps: ['Send the local list again, as a whole.'],
      severity: 7,
    },
    OtherError: {
      happened: 'The charger reports an error of its own kind.',
      actors: ['technician'],
      helps: ['Read the words and the code of its maker below.', 'Reset the charger.'],
      severity: 4,
    },
    PowerMeterFailure: {
      happened: 'The meter of the charger does not work or does not answer.',
      actors: ['technician'],
      helps: [
        'Reset the charger.',
        'Have the meter and its wiring checked; do not bill by guesses.',
      ],
      severity: 3,
    },
    PowerSwitchFailure: mrecExplanation('CX017'),
    ReaderFailure: {
      happened: 'The card reader does not work.',
      actors: ['technician'],
      helps: ['Let drivers start with the app.', 'Reset the charger; have the reader checked.'],
      severity: 4,
    },
    ResetFailure: {
      happened: 'The charger could not reset itself.',
      actors: ['technician', 'manufacturer'],
      helps: ['Switch its supply off and on.', 'Fetch its log and send it to its maker.'],
      severity: 4,
    },
  }),
);

export function errorCode16Explanation(code: string): Explanation {
  return ERROR_CODES_16.get(code) ?? vendorExplanation();
}

/** A code that only its maker knows. */
export function vendorExplanation(): Explanation {
  return {
    happened: 'The charger reports a code of its maker.',
    actors: ['technician', 'manufacturer'],
    helps: ["Look the code up in its maker's manual.", 'Fetch its log and send it to its maker.'],
    severity: 5,
  };
}

export function faultedExplanation(): Explanation {
  return {
    happened: 'A connector, EVSE or station says that it is faulted, and not why.',
    actors: ['technician'],
    helps: ['Reset the charger.', 'Look at its events and its log for the cause.'],
    severity: 3,
  };
}

/** Variables of any component that say that something is wrong while they are true (2.1 appendix, 3.2). */
const PROBLEM_VARIABLES: ReadonlyMap<string, Explanation> = new Map(
  Object.entries<Explanation>({
    problem: {
      happened: 'A part of the charger has a problem.',
      actors: ['technician'],
      helps: ['Look at the events of the part.', 'Reset the charger; have the part checked.'],
      severity: 4,
    },
    tripped: {
      happened: 'A protection has tripped and stays so until somebody resets it.',
      actors: ['technician'],
      helps: ['Find what made it trip.', 'Reset it on site, or by a reset of the charger.'],
      severity: 3,
    },
    overload: {
      happened: 'A part of the charger is overloaded.',
      actors: ['operator', 'technician'],
      helps: ['Lower the power limit.', 'Compare limits, fuses and cables.'],
      severity: 3,
    },
  }),
);

/** Undefined for a variable that says nothing of trouble. */
export function problemExplanation(variable: string): Explanation | undefined {
  return PROBLEM_VARIABLES.get(variable.toLowerCase());
}

export function monitorExplanation(): Explanation {
  return {
    happened: 'A monitored value has left its range.',
    actors: ['operator'],
    helps: ['Compare the value with the threshold of its monitor.'],
    severity: 5,
  };
}

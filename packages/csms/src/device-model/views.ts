import type { Ocpp21 } from '@northbound/protocol';
import type { Timestamp } from '../views.ts';
import type { AddressInput } from './address.ts';
import type { DesiredStatus } from './outcomes.ts';
import type { TemplateFilter } from './template-filter.ts';
import type { Characteristics } from './variable.ts';

/** What somebody wants an attribute to be, and what came of it. */
export interface DesiredView {
  readonly value: string;
  /** The name of the key or the template that wants it. */
  readonly by: string;
  readonly templateId?: number;
  readonly setAt: Timestamp;
  readonly status: DesiredStatus;
  /** The status in plain words. */
  readonly statusText: string;
  /** What the station added. */
  readonly reason?: string;
  readonly attemptedAt?: Timestamp;
}

/** One attribute of the digital twin of a station. */
export interface VariableView {
  readonly stationId: string;
  /** Names of 2.1. '' for a key of 1.6 without a place in 2.x. */
  readonly component: string;
  readonly componentInstance?: string;
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly variable: string;
  readonly variableInstance?: string;
  readonly attributeType: Ocpp21.AttributeEnumType;
  /** The key of 1.6 that holds it. */
  readonly configurationKey?: string;
  /** As reported; absent when it was not, or cannot be read. */
  readonly value?: string;
  readonly reportedAt?: Timestamp;
  readonly mutability?: Ocpp21.MutabilityEnumType;
  readonly persistent?: boolean;
  readonly constant?: boolean;
  readonly characteristics?: Characteristics;
  /** Since when full reports do not name it any more. */
  readonly goneAt?: Timestamp;
  readonly desired?: DesiredView;
  /** Whether what is desired is not what is reported. */
  readonly drift: boolean;
}

export interface HistoryView {
  readonly at: Timestamp;
  readonly kind: 'reported' | 'gone' | 'desired' | 'released' | 'answered';
  readonly value?: string;
  /** Who wanted it, or what the station answered. */
  readonly detail?: string;
}

/** A value that somebody wants. */
export interface DesiredInput extends AddressInput {
  readonly value: string;
}

/** Values that all stations of a kind shall have. */
export interface TemplateView extends TemplateInput {
  readonly id: number;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
  /** How many known stations its filter fits. */
  readonly stations: number;
}

export interface TemplateInput {
  readonly name: string;
  readonly filter: TemplateFilter;
  /** Of two templates that want different values the higher one wins. */
  readonly priority: number;
  readonly values: readonly DesiredInput[];
}

/** An EVSE, as the device model, status messages or transactions reveal it. */
export interface StructureView {
  readonly evseId: number;
  /** What it is known from. */
  readonly knownFrom: readonly ('deviceModel' | 'status' | 'transactions' | 'configuration')[];
  /** The most it can deliver, W. */
  readonly maxPowerW?: number;
  readonly supplyPhases?: number;
  readonly connectors: readonly {
    readonly connectorId: number;
    readonly connectorType?: string;
  }[];
}

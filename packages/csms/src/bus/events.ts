import type { AlertView } from '../alerts/views.ts';
import type { CampaignView } from '../campaigns/views.ts';
import type { CdrView } from '../cdr/views.ts';
import type { FirmwareUpdateView } from '../firmware/views.ts';
import type { FrameView } from '../gateway/views.ts';
import type { HealthView } from '../health/views.ts';
import type { MeterValueView } from '../metering/views.ts';
import type { NoticeView } from '../notices/views.ts';
import type { ModelReportView } from '../provisioning/views.ts';
import type { CommandView } from '../remote-control/views.ts';
import type { ReportView } from '../reports/views.ts';
import type { ReservationView } from '../reservation/views.ts';
import type { SecurityEventView } from '../security/views.ts';
import type { StationView } from '../stations/views.ts';
import type { TransactionView } from '../transactions/views.ts';
import type { Timestamp } from '../views.ts';

/** What the event stream carries: small, with the whole new view where one exists. */
export type CsmsEvent =
  | {
      readonly type: 'station';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly station: StationView;
    }
  /** Somebody removed it: lists drop it. */
  | { readonly type: 'stationRemoved'; readonly at: Timestamp; readonly stationId: string }
  | {
      readonly type: 'transaction';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly transaction: TransactionView;
    }
  | {
      readonly type: 'meterValues';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly transaction?: number;
      readonly evseId?: number;
      readonly values: readonly MeterValueView[];
    }
  | {
      readonly type: 'frame';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly frame: FrameView;
    }
  | {
      readonly type: 'cdr';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly cdr: CdrView;
    }
  /** About many stations, and so of none: `stationId` is empty. */
  | {
      readonly type: 'campaign';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly campaign: CampaignView;
    }
  | {
      readonly type: 'command';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly command: CommandView;
    }
  /** So many variables of its twin are other ones. */
  | {
      readonly type: 'deviceModel';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly changes: number;
    }
  | {
      readonly type: 'modelReport';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly report: ModelReportView;
    }
  /** So many events of its device model have come. */
  | {
      readonly type: 'deviceEvents';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly count: number;
    }
  | {
      readonly type: 'alert';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly alert: AlertView;
    }
  | {
      readonly type: 'notice';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly notice: NoticeView;
    }
  | {
      readonly type: 'report';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly report: ReportView;
    }
  | {
      readonly type: 'reservation';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly reservation: ReservationView;
    }
  | {
      readonly type: 'firmwareUpdate';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly update: FirmwareUpdateView;
    }
  | {
      readonly type: 'health';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly health: HealthView;
    }
  | {
      readonly type: 'securityEvent';
      readonly at: Timestamp;
      readonly stationId: string;
      readonly securityEvent: SecurityEventView;
    };

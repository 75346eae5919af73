import type { Campaign } from '@northbound/client';
import { progressOf } from '../model/campaigns.ts';

interface CampaignProps {
  readonly campaign: Campaign;
}

const TONES: Readonly<Record<Campaign['state'], string>> = {
  scheduled: 'reserved',
  running: 'charging',
  paused: 'suspended',
  stopped: 'faulted',
  cancelled: 'ended',
  finished: 'available',
};

export function CampaignState({ campaign: { state, reason } }: CampaignProps) {
  return (
    <span className={`chip chip-${TONES[state]}`} title={reason}>
      {state}
    </span>
  );
}

/** How far it is, as a bar. */
export function CampaignProgress({ campaign }: CampaignProps) {
  const { total, done, succeededPercent, failedPercent, underWayPercent } = progressOf(campaign);
  return (
    <span className="progress">
      <svg
        className="progress-bar"
        viewBox="0 0 100 6"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${done} of ${total} stations done, ${campaign.counts.failed} failed`}
      >
        <rect className="progress-done" width={succeededPercent} height="6" />
        <rect className="progress-failed" x={succeededPercent} width={failedPercent} height="6" />
        <rect
          className="progress-under-way"
          x={succeededPercent + failedPercent}
          width={underWayPercent}
          height="6"
        />
      </svg>
      <span className="muted">
        {done.toLocaleString('en')} / {total.toLocaleString('en')}
      </span>
    </span>
  );
}

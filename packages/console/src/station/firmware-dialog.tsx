import type { FirmwareImage } from '@northbound/client';
import type { StationView } from '@northbound/csms/views';
import { useQuery } from '@tanstack/react-query';
import { useConsole } from '../app/console-context.ts';
import { given } from '../model/form.ts';
import { MomentField, SelectField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Read } from '../ui/panel.tsx';
import { partsKey } from './use-station-parts.ts';

interface FirmwareDialogProps {
  readonly station: StationView;
  readonly onClose: () => void;
}

const MOST_IMAGES = 200;

/** Has the station fetch and install an image of this CSMS. */
export function FirmwareDialog({ station, onClose }: FirmwareDialogProps) {
  const { client } = useConsole();
  const images = useQuery({
    queryKey: ['firmwareImages', 'choice'],
    queryFn: () => client.listFirmwareImages({ limit: MOST_IMAGES }),
  });
  return (
    <FormDialog
      title={`Update ${station.id}`}
      action="Update"
      onClose={onClose}
      refreshes={[partsKey(station.id, 'firmwareUpdate')]}
      onSubmit={(form) =>
        client.updateFirmware({
          id: station.id,
          body: {
            imageId: form.number('imageId') ?? 0,
            ...given({
              retrieveAt: form.moment('retrieveAt'),
              installAt: form.moment('installAt'),
            }),
          },
        })
      }
    >
      <Read what="images" query={images}>
        {({ items }) => (
          <SelectField
            name="imageId"
            label="Image"
            choices={items.filter(isUsable).map((image) => [String(image.id), imageWords(image)])}
            hint={items.length === 0 && 'There is none yet.'}
          />
        )}
      </Read>
      <MomentField name="retrieveAt" label="Fetch it" hint="At once when empty" />
      <MomentField name="installAt" label="Install it" hint="As soon as it can when empty" />
    </FormDialog>
  );
}

function isUsable({ url, file }: FirmwareImage): boolean {
  return url !== undefined || file?.state === 'Ready';
}

function imageWords({ version, vendor, model, note }: FirmwareImage): string {
  return [version, vendor, model, note].filter((part) => part !== undefined).join(' · ');
}

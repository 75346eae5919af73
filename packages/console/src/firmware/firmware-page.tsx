import type { FirmwareImage, FirmwareUpdate } from '@northbound/client';
import { useState } from 'react';
import { useConsole, useIsAdmin, useMayOperate } from '../app/console-context.ts';
import { NewCampaignDialog } from '../campaigns/new-campaign-dialog.tsx';
import { given } from '../model/form.ts';
import { formatBytes } from '../model/format.ts';
import { stationHref } from '../model/route.ts';
import { ConfirmChange } from '../ui/confirm-dialog.tsx';
import { AreaField, TextField } from '../ui/fields.tsx';
import { FormDialog, Secret } from '../ui/form-dialog.tsx';
import { type Column, ListTable, Nothing, useList } from '../ui/list.tsx';
import { Moment } from '../ui/moment.tsx';
import { errorText } from '../ui/notes.tsx';
import { BeginButton, Page } from '../ui/page.tsx';
import { RowButton } from '../ui/row-button.tsx';

const IMAGES = ['firmwareImages'];
const UPDATES = ['firmwareUpdates'];

const IMAGE_COLUMNS: readonly Column<FirmwareImage>[] = [
  { name: 'Version', cell: ({ version }) => <strong>{version}</strong> },
  { name: 'For', cell: ({ vendor, model }) => [vendor, model].filter(Boolean).join(' ') || 'any' },
  {
    name: 'Bytes',
    cell: ({ url, file }) => {
      if (url !== undefined) return <code>{url}</code>;
      const size = file?.sizeBytes === undefined ? '' : ` ${formatBytes(file.sizeBytes)}`;
      return file === undefined ? '–' : `${file.state}${size}`;
    },
  },
  {
    name: 'Signed',
    cell: ({ signature }) => (signature === undefined ? 'no' : 'yes'),
  },
  { name: 'Note', cell: ({ note }) => note ?? '' },
  { name: 'Since', cell: ({ createdAt }) => <Moment at={createdAt} show="short" /> },
];

const TONES: Readonly<Record<FirmwareUpdate['state'], string>> = {
  Requested: 'charging',
  Refused: 'faulted',
  Running: 'charging',
  Installed: 'available',
  Confirmed: 'available',
  Failed: 'faulted',
  Superseded: 'ended',
};

const UPDATE_COLUMNS: readonly Column<FirmwareUpdate>[] = [
  { name: 'Station', cell: ({ stationId }) => <a href={stationHref(stationId)}>{stationId}</a> },
  {
    name: 'State',
    cell: ({ state, status }) => (
      <>
        <span className={`chip chip-${TONES[state]}`}>{state}</span>{' '}
        <span className="muted">{status}</span>
      </>
    ),
  },
  {
    name: 'Firmware',
    cell: ({ versionBefore, versionAfter }) => `${versionBefore ?? '?'} → ${versionAfter ?? '?'}`,
  },
  { name: 'Why', cell: ({ detail }) => detail ?? '' },
  { name: 'Changed', cell: ({ changedAt }) => <Moment at={changedAt} show="short" /> },
];

type Open =
  | { readonly what: 'register' }
  | { readonly what: 'delete'; readonly image: FirmwareImage }
  | { readonly what: 'campaign'; readonly image: FirmwareImage };

/** Images that stations may be updated to, and how updates went. */
export function FirmwarePage() {
  const { client } = useConsole();
  const isAdmin = useIsAdmin();
  const mayOperate = useMayOperate();
  const images = useList(IMAGES, (page) => client.listFirmwareImages(page));
  const updates = useList(UPDATES, (page) => client.listFirmwareUpdates(page));
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  return (
    <Page
      title="Firmware"
      flows
      toolbar={
        isAdmin && (
          <BeginButton onClick={() => setOpen({ what: 'register' })}>Register an image</BeginButton>
        )
      }
    >
      <ListTable
        label="Firmware images"
        list={images}
        rowKey={({ id }) => id}
        columns={IMAGE_COLUMNS}
        actions={
          mayOperate
            ? (image) => (
                <>
                  <RowButton
                    of={`to ${image.version}`}
                    onClick={() => setOpen({ what: 'campaign', image })}
                  >
                    Update stations…
                  </RowButton>
                  {isAdmin && (
                    <RowButton
                      of={image.version}
                      onClick={() => setOpen({ what: 'delete', image })}
                    >
                      Delete
                    </RowButton>
                  )}
                </>
              )
            : undefined
        }
        empty={<Nothing title="No image yet" />}
      />
      <h2>Updates</h2>
      <ListTable
        label="Firmware updates"
        list={updates}
        rowKey={({ id }) => id}
        columns={UPDATE_COLUMNS}
        empty={<Nothing title="No update yet" />}
      />
      {open?.what === 'register' && <RegisterDialog onClose={close} />}
      {open?.what === 'campaign' && <UpdateDialog image={open.image} onClose={close} />}
      {open?.what === 'delete' && (
        <ConfirmChange
          title="Delete this image?"
          action="Delete"
          refreshes={[IMAGES]}
          onClose={close}
          onConfirm={() => client.deleteFirmwareImage({ image: open.image.id })}
        >
          Links to <strong>{open.image.version}</strong> that stations hold lead nowhere then.
        </ConfirmChange>
      )}
    </Page>
  );
}

function RegisterDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useConsole();
  const [file, setFile] = useState<File>();
  return (
    <FormDialog
      title="Register an image"
      action="Register"
      onClose={onClose}
      refreshes={[IMAGES]}
      onSubmit={async (form) => {
        const image = await client.registerFirmwareImage({
          body: {
            version: form.text('version'),
            ...given({
              vendor: form.optional('vendor'),
              model: form.optional('model'),
              url: form.optional('url'),
              signature: form.optional('signature'),
              signingCertificate: form.optional('signingCertificate'),
              note: form.optional('note'),
            }),
          },
        });
        const problem = await upload(image.uploadUrl, file);
        return { ...image, ...given({ problem }) };
      }}
      done={({ version, uploadUrl, problem }) => ({
        title: `Firmware ${version} is registered`,
        content:
          uploadUrl === undefined || (file !== undefined && problem === undefined) ? (
            <p>Its bytes are known. Stations may be updated to it.</p>
          ) : (
            <>
              {problem !== undefined && <p className="problem-text">{problem}</p>}
              <p>Send its bytes here by PUT, once, within a day. The address is shown this once.</p>
              <Secret>{uploadUrl}</Secret>
            </>
          ),
      })}
    >
      <TextField
        name="version"
        label="Version, as stations report it when they boot with it"
        required
        maxLength={50}
      />
      <TextField name="vendor" label="Vendor (optional)" />
      <TextField name="model" label="Model (optional)" />
      <TextField
        name="url"
        label="Where it lies (optional)"
        type="url"
        hint="Empty: this CSMS serves it."
      />
      <label className="field">
        <span>File, when this CSMS serves it</span>
        <input type="file" onChange={({ target }) => setFile(target.files?.[0])} />
      </label>
      <AreaField name="signature" label="Signature, Base64 (optional)" rows={2} />
      <AreaField name="signingCertificate" label="Signing certificate, PEM (optional)" rows={2} />
      <TextField name="note" label="Note (optional)" />
    </FormDialog>
  );
}

/** @returns why the bytes did not arrive, if they did not */
async function upload(
  url: string | undefined,
  file: File | undefined,
): Promise<string | undefined> {
  if (url === undefined || file === undefined) return undefined;
  try {
    // The same file server under the address that this page came from: its name may be another for stations.
    const { pathname } = new URL(url, location.href);
    const response = await fetch(pathname, { method: 'PUT', body: file });
    return response.ok ? undefined : `The upload failed: HTTP ${response.status}.`;
  } catch (error) {
    return `The upload failed: ${errorText(error)}`;
  }
}

const DAY_S = 86_400;

interface UpdateDialogProps {
  readonly image: FirmwareImage;
  readonly onClose: () => void;
}

/** A campaign whose step is over when the station has booted with the image. */
function UpdateDialog({ image, onClose }: UpdateDialogProps) {
  const { client } = useConsole();
  const request = useList([...IMAGES, 'request', image.id], async () => ({
    items: [await client.makeFirmwareRequest({ image: image.id, body: { validForS: 7 * DAY_S } })],
  }));
  const made = request.data?.pages[0]?.items[0];
  if (request.isError) {
    return (
      <FormDialog
        title="This image cannot be sent"
        action="Close it"
        onClose={onClose}
        refreshes={[]}
        onSubmit={async () => undefined}
      >
        <p className="problem-text">{errorText(request.error)}</p>
      </FormDialog>
    );
  }
  if (made === undefined) return null;
  return (
    <NewCampaignDialog
      initial={{
        name: `Firmware ${image.version}`,
        command: 'UpdateFirmware',
        request: made,
        until: 'firmwareInstalled',
      }}
      onClose={onClose}
    />
  );
}

import type { StationView } from '@northbound/csms/views';
import { useState } from 'react';
import { commandsByBlock } from '../forms/catalogue.ts';
import { useCatalogue } from '../forms/use-catalogue.ts';
import { stationHref } from '../model/route.ts';
import { Read } from '../ui/panel.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { CommandHistory } from './command-history.tsx';
import { CommandSender } from './command-sender.tsx';

interface CommandsTabProps {
  readonly station: StationView;
  /** The command whose form is open. */
  readonly command: string | null;
}

/** Everything that can be asked of a station, by functional block, and what was asked before. */
export function CommandsTab({ station, command }: CommandsTabProps) {
  const catalogue = useCatalogue();
  const [search, setSearch] = useState('');
  return (
    <>
      <Read what="commands" query={catalogue}>
        {({ commands }) => {
          const open = commands.find((each) => each.command === (command ?? 'TriggerMessage'));
          return (
            <div className="commands">
              <section className="card command-list" aria-label="Choose a command">
                <SearchField
                  label="Search commands"
                  placeholder="Search"
                  value={search}
                  onChange={setSearch}
                />
                <nav aria-label="Commands">
                  {[...commandsByBlock(commands, station.version, search)].map(([block, items]) => (
                    <div key={block}>
                      <h3>{block}</h3>
                      {items.map((item) => (
                        <a
                          key={item.command}
                          href={commandHref(station.id, item.command)}
                          title={item.words}
                          aria-current={item === open ? 'page' : undefined}
                        >
                          {item.command}
                        </a>
                      ))}
                    </div>
                  ))}
                </nav>
              </section>
              {open !== undefined && (
                <CommandSender key={open.command} station={station} description={open} />
              )}
            </div>
          );
        }}
      </Read>
      <CommandHistory stationId={station.id} />
    </>
  );
}

function commandHref(stationId: string, command: string): string {
  return `${stationHref(stationId, 'commands')}&command=${command}`;
}

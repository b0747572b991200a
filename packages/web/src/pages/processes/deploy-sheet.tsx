import { Button, FileButton } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { DropTarget } from '../../ui/drop-target.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { DeployDefinition } from './deploy-definition.tsx';
import classes from './deploy-sheet.module.css';
import type { Draft } from './draft.ts';

interface DeploySheetProps {
  readonly opened: boolean;
  readonly file: File | null;
  readonly onClose: () => void;
}

/** Takes a process in any form it can be written in, shows what it says, and sends it to the server. */
export function DeploySheet({ opened, file, onClose }: DeploySheetProps) {
  return (
    <Sheet title="Deploy a process" opened={opened} onClose={onClose}>
      <DeployFile dropped={file} />
    </Sheet>
  );
}

const accepted = '.bpmn,.bpmn20.xml,.xml,.dsl,.apg,.json,.yaml,.yml,application/xml,text/xml,text/plain';

function DeployFile({ dropped }: { readonly dropped: File | null }) {
  const [draft, setDraft] = useState<Draft>({ text: '', fileName: null });

  const choose = useCallback((file: File | null) => {
    if (file !== null) void file.text().then((text) => setDraft({ text, fileName: file.name }));
  }, []);
  useEffect(() => choose(dropped), [choose, dropped]);

  return (
    <div className={classes.deploy}>
      <DropTarget hint="Drop to choose this file" onFile={choose}>
        <div className={classes.drop}>
          <IconFileUpload size={32} stroke={1.25} aria-hidden />
          {draft.fileName === null ? (
            <p>Drop a file here or choose one: BPMN, APG DSL, YAML or JSON.</p>
          ) : (
            <p className={classes.file}>{draft.fileName}</p>
          )}
          <FileButton onChange={choose} accept={accepted}>
            {(props) => (
              <Button variant="default" {...props}>
                {draft.fileName === null ? 'Choose file' : 'Choose another file'}
              </Button>
            )}
          </FileButton>
        </div>
      </DropTarget>
      <DeployDefinition draft={draft} onChange={setDraft} />
    </div>
  );
}

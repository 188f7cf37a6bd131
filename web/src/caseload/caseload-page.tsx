import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CaseloadDocument, CaseloadNewsDocument } from '../../generated/graphql';
import { useLive } from '../data/live';
import { useRead } from '../data/read';
import { useWords } from '../display/use-words';
import { Loaded } from '../frame/states';
import { usePlace } from '../frame/trail';
import { useSession } from '../session/session';

/** Who needs me today? */
export function CaseloadPage() {
  const { t } = useTranslation();
  const words = useWords();
  const { me } = useSession();
  usePlace(t('caseload.title'));
  const read = useRead(CaseloadDocument, {});
  useLive(CaseloadNewsDocument, { therapistId: me.staffId ?? '' }, { pause: me.staffId === null });
  return (
    <Loaded read={read}>
      {({ caseload }) => (
        <Table>
          <Table.Tbody>
            {caseload.edges.map(({ node }) => (
              <Table.Tr key={node.episodeId}>
                <Table.Td>{node.patient.name?.value}</Table.Td>
                <Table.Td>{words.condition(node.condition)}</Table.Td>
                <Table.Td>{t(`words.phases.${node.phase}`)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Loaded>
  );
}

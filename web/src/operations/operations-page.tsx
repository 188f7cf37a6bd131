import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { OperationsDocument } from '../../generated/graphql';
import { useRead } from '../data/read';
import { Loaded } from '../frame/states';
import { usePlace } from '../frame/trail';

/** Is it healthy? */
export function OperationsPage() {
  const { t } = useTranslation();
  usePlace(t('operations.title'));
  const read = useRead(OperationsDocument, {});
  return (
    <Loaded read={read}>
      {({ projections }) => (
        <Table>
          <Table.Tbody>
            {projections.models.map((model) => (
              <Table.Tr key={model.name}>
                <Table.Td>{model.name}</Table.Td>
                <Table.Td>
                  {model.position} / {model.head}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Loaded>
  );
}

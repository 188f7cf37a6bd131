import { eventStoreContract } from './contract';
import { openPostgresLog } from './postgres-log';

eventStoreContract('postgres', openPostgresLog);

/** A row waits until the load that replays it is merged: a replay that failed on its way has changed nothing. */
const waiting =
  "(q.[replayed_load] is null or not exists (select 1 from [sillage].[load] r where r.[load_id] = q.[replayed_load] and r.[state] = N'merged'))";
const line =
  "q.[load_id] as [loadId], q.[table_key] as [table], q.[part], q.[line], q.[column_name] as [column], q.[rule], l.[manifest_key] as [manifestKey]";
const inOrder = "order by q.[load_id], q.[part], q.[line]";
/** A restricted person's record opens for nobody: it waits until the restriction is lifted. */
const opens = "not exists (select 1 from [sillage].[restricted_person] p where p.[pid] = q.[pid])";
const ofMerged = "join [sillage].[load] l on l.[load_id] = q.[load_id] and l.[state] = N'merged'";

/** What rows that did not fit are asked. */
export const quarantine = {
  /** The first rows that wait, of one table or (null) of all. */
  waiting: `select top (10000) ${line} from [sillage].[quarantine] q join [sillage].[load] l on l.[load_id] = q.[load_id]
where ${waiting} and (@p1 is null or q.[table_key] = @p1) ${inOrder};`,
  /** The first load with rows that wait (table, load or null, the load after which or null). */
  next: `select top (1) q.[load_id] as [loadId] from [sillage].[quarantine] q ${ofMerged}
where ${waiting} and ${opens} and q.[table_key] = @p1 and (@p2 is null or q.[load_id] = @p2) and (@p3 is null or q.[load_id] > @p3) order by q.[load_id];`,
  /** The first rows of a load that wait, handed to the load `@p2`. */
  claim: `set nocount on;
select top (10000) ${line} into #chosen from [sillage].[quarantine] q ${ofMerged}
where ${waiting} and ${opens} and q.[load_id] = @p1 ${inOrder};
update q set [replayed_load] = @p2 from [sillage].[quarantine] q join #chosen c on q.[load_id] = c.[loadId] and q.[part] = c.[part] and q.[line] = c.[line];
select * from #chosen order by [part], [line];`,
} as const;

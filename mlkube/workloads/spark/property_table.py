"""Spark's common properties and what their values are; a name that is nearly one of them is misspelt.

Source: spark.apache.org/docs/latest: configuration.html, running-on-kubernetes.html,
sql-performance-tuning.html.
"""

from __future__ import annotations

BOOLEAN, INTEGER, NUMBER, TIME, SIZE, TEXT = (
    "true or false",
    "an integer",
    "a number",
    "a time",
    "a size",
    "text",
)

_BY_TYPE: dict[str, str] = {
    BOOLEAN: """
        adaptive.enabled=sql adaptive.coalescePartitions.enabled=sql adaptive.skewJoin.enabled=sql
        adaptive.localShuffleReader.enabled=sql ansi.enabled=sql cbo.enabled=sql caseSensitive=sql
        parquet.filterPushdown=sql parquet.mergeSchema=sql parquet.enableVectorizedReader=sql
        orc.filterPushdown=sql execution.arrow.pyspark.enabled=sql inMemoryColumnarStorage.compressed=sql
        optimizer.dynamicPartitionPruning.enabled=sql repl.eagerEval.enabled=sql
        enabled=dynamicAllocation shuffleTracking.enabled=dynamicAllocation enabled=decommission
        enabled=eventLog compress=eventLog rolling.enabled=eventLog enabled=ui killEnabled=ui
        prometheus.enabled=ui
        compress=shuffle spill.compress=shuffle compress=broadcast compress=rdd
        userClassPathFirst=driver userClassPathFirst=executor local.dirs.tmpfs=kubernetes
        authenticate=spark offHeap.enabled=memory logConf=spark speculation=spark
        executor.deleteOnTermination=kubernetes submission.waitAppCompletion=kubernetes
        storage.decommission.enabled=spark storage.decommission.shuffleBlocks.enabled=spark
        storage.decommission.rddBlocks.enabled=spark rapids.sql.enabled=spark
    """,
    INTEGER: """
        shuffle.partitions=sql files.maxRecordsPerFile=sql execution.arrow.maxRecordsPerBatch=sql
        adaptive.coalescePartitions.minPartitionNum=sql adaptive.coalescePartitions.initialPartitionNum=sql
        default.parallelism=spark minExecutors=dynamicAllocation maxExecutors=dynamicAllocation
        initialExecutors=dynamicAllocation instances=executor cores=executor cores=driver port=driver
        blockManager.port=driver port=ui task.maxFailures=spark task.cpus=spark port.maxRetries=spark
        allocation.batch.size=kubernetes
        sql.concurrentGpuTasks=rapids
    """,
    NUMBER: """
        memory.fraction=spark memory.storageFraction=spark speculation.multiplier=spark
        speculation.quantile=spark
        memoryOverheadFactor=driver memoryOverheadFactor=executor memoryOverheadFactor=kubernetes
        task.resource.gpu.amount=spark executorAllocationRatio=dynamicAllocation
    """,
    TIME: """
        executorIdleTimeout=dynamicAllocation cachedExecutorIdleTimeout=dynamicAllocation
        schedulerBacklogTimeout=dynamicAllocation sustainedSchedulerBacklogTimeout=dynamicAllocation
        shuffleTracking.timeout=dynamicAllocation network.timeout=spark heartbeatInterval=executor
        locality.wait=spark broadcastTimeout=sql allocation.batch.delay=kubernetes
        allocation.executor.timeout=kubernetes rpc.askTimeout=spark speculation.interval=spark
    """,
    SIZE: """
        autoBroadcastJoinThreshold=sql files.maxPartitionBytes=sql files.openCostInBytes=sql
        adaptive.advisoryPartitionSizeInBytes=sql memory=driver memory=executor memoryOverhead=driver
        memoryOverhead=executor maxResultSize=driver pyspark.memory=executor offHeap.size=memory
        kryoserializer.buffer=spark kryoserializer.buffer.max=spark broadcast.blockSize=spark
        memory.pinnedPool.size=rapids reducer.maxSizeInFlight=spark shuffle.file.buffer=spark
    """,
    TEXT: """
        app.name=spark master=spark serializer=spark extensions=sql warehouse.dir=sql session.timeZone=sql
        sources.partitionOverwriteMode=sql catalogImplementation=sql parquet.compression.codec=sql
        dir=eventLog extraJavaOptions=driver extraJavaOptions=executor extraClassPath=driver
        extraClassPath=executor host=driver bindAddress=driver jars=spark jars.packages=spark jars.ivy=spark
        jars.repositories=spark files=spark archives=spark local.dir=spark plugins=spark eventLog.dir=spark
        scheduler.mode=spark redaction.regex=spark namespace=kubernetes container.image=kubernetes
        executor.podNamePrefix=kubernetes driver.limit.cores=kubernetes executor.limit.cores=kubernetes
        executor.request.cores=kubernetes driver.request.cores=kubernetes shuffle.sort.io.plugin.class=spark
    """,
}


def _names() -> dict[str, str]:
    result: dict[str, str] = {}
    for kind, rows in _BY_TYPE.items():
        for row in rows.split():
            rest, _, family = row.partition("=")
            result[f"spark.{rest}" if family == "spark" else f"spark.{family}.{rest}"] = kind
    return result


KNOWN = _names()

_TIMES = ("us", "ms", "s", "m", "min", "h", "d")
_SIZES = ("b", "k", "kb", "m", "mb", "g", "gb", "t", "tb", "p", "pb")


def fits(value: str, kind: str) -> bool:
    """Tell whether a text is a value of a kind, as Spark reads it."""
    text = value.strip().lower()
    if kind == BOOLEAN:
        return text in {"true", "false"}
    if kind in {INTEGER, NUMBER}:
        digits = text.lstrip("-").replace(".", "", 1) if kind == NUMBER else text.lstrip("-")
        return digits.isdigit()
    if kind in {TIME, SIZE}:
        units = _TIMES if kind == TIME else _SIZES
        number = text.lstrip("-").rstrip("abcdefghijklmnopqrstuvwxyz")
        unit = text.lstrip("-")[len(number) :]
        return number.replace(".", "", 1).isdigit() and (not unit or unit in units)
    return True

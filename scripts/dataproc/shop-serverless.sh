gcloud dataproc batches submit spark \
  --version=3.0 \
  '--region=<region>' \
  --class=io.highwater.jobs.pipeline.Pipeline \
  '--jars=gs://<bucket>/highwater-spark-4.0.jar' \
  '--properties=^#^spark.jars.packages=io.delta:delta-spark_4.0_2.13:4.4.0,org.postgresql:postgresql:42.7.14#spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog#spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension' \
  -- \
  --conf-file 'gs://<bucket>/shop.conf'

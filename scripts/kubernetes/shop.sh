spark-submit --master 'k8s://https://<api-server>:6443' \
  --deploy-mode cluster \
  --name highwater-shop-pipeline \
  --conf spark.kubernetes.authenticate.driver.serviceAccountName=spark \
  --conf 'spark.kubernetes.container.image=<image>' \
  --conf spark.kubernetes.driver.secretKeyRef.SHOP_PASSWORD=shop:password \
  --conf spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog \
  --conf spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension \
  --class io.highwater.jobs.pipeline.Pipeline \
  local:///opt/highwater/highwater.jar \
  --conf-file 's3a://<bucket>/shop.conf'

from datetime import datetime

from airflow import DAG
from airflow.providers.google.cloud.operators.dataproc import DataprocSubmitJobOperator

with DAG(
    dag_id="highwater-shop-pipeline",
    schedule=None,
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
):
    DataprocSubmitJobOperator(
        task_id="highwater-shop-pipeline",
        region="<region>",
        job={
            "placement": {
                "cluster_name": "<cluster>",
            },
            "spark_job": {
                "main_class": "io.highwater.jobs.pipeline.Pipeline",
                "jar_file_uris": [
                    "gs://<bucket>/highwater-spark-4.1.jar",
                ],
                "args": [
                    "--conf-file",
                    "gs://<bucket>/shop.conf",
                ],
                "properties": {
                    "spark.jars.packages": "io.delta:delta-spark_4.1_2.13:4.4.0,org.postgresql:postgresql:42.7.14",
                    "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
                    "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
                },
            },
        },
    )

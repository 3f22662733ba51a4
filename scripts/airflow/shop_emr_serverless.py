from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.emr import EmrServerlessStartJobOperator

with DAG(
    dag_id="highwater-shop-pipeline",
    schedule=None,
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
):
    EmrServerlessStartJobOperator(
        task_id="highwater-shop-pipeline",
        application_id="<application-id>",
        execution_role_arn="<role-arn>",
        name="highwater-shop-pipeline",
        job_driver={
            "sparkSubmit": {
                "entryPoint": "s3://<bucket>/highwater-spark-3.5.jar",
                "entryPointArguments": [
                    "--conf-file",
                    "s3://<bucket>/shop.conf",
                ],
                "sparkSubmitParameters": "--packages io.delta:delta-spark_2.12:3.3.3,org.postgresql:postgresql:42.7.14 --conf spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog --conf spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension --class io.highwater.jobs.pipeline.Pipeline",
            },
        },
        config={
            "retryPolicy": {
                "maxAttempts": 1,
            },
        },
        waiter_delay=60,
        waiter_max_attempts=1500,
    )

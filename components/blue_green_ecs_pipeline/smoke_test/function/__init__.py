"""The Lambda function that tests green: its code as it runs in AWS, standard library only."""

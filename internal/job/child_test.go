package job_test

const asChild = "VARSAM_TEST_JOB_CHILD"

func child(string) {}

/* The harness itself: that its checks hold when they should, and fail (printing both values) when they should not. */
#include "unit/check.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

TEST(equal_values_hold)
{
	CHECK(check_true("here", 1, "true", true));
	CHECK(check_str("here", 1, "equal", "brass", "brass"));
	CHECK(check_str("here", 1, "both NULL", NULL, NULL));
	CHECK(check_bytes("here", 1, "bytes", "a\0b", 3, "a\0b", 3));
	CHECK(check_int("here", 1, "int", INT64_MIN, INT64_MIN));
	CHECK(check_err("here", 1, "err", ERR_STOCK, ERR_STOCK));
}

TEST(folder_is_fresh_and_private)
{
	struct stat info;
	REQUIRE(!stat(check_folder(), &info));
	CHECK_INT(0700, info.st_mode & 07777);
	CHECK_STR(check_folder(), check_folder());
	CHECK(!strncmp(check_path("x"), check_folder(), strlen(check_folder())));
	CHECK_INT(0, mkdir(check_path("deep"), 0700));
	CHECK_INT(0, chmod(check_path("deep"), 0));
}

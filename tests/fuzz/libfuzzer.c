/* The entry that libFuzzer calls; FUZZ_TARGET says which target a program is made for. */
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	FUZZ_TARGET(bytes, size);
	return 0;
}

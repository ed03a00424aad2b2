/* Two shims: an allocator, and a VFS whose files hand on every call but those that write. */
#include "unit/faults.h"

#include "db/handle.h"
#include "model/store.h"

#include <stdlib.h>
#include <string.h>

enum { STEP = 3 };

static struct { bool armed, from_there, fired; enum fault kind; int left; sqlite3 *sqlite; } fault;

static bool fails(enum fault kind)
{
	if (!fault.armed || fault.kind != kind)
		return false;
	if (fault.left > 0)
		fault.left--;
	bool now = fault.left == 0 && (!fault.fired || fault.from_there);
	fault.fired = fault.fired || now;
	return now;
}

static sqlite3_mem_methods memory;

static void *shim_malloc(int size)
{
	return fails(FAULT_MEMORY) ? NULL : memory.xMalloc(size);
}

static void *shim_realloc(void *old, int size)
{
	return fails(FAULT_MEMORY) ? NULL : memory.xRealloc(old, size);
}

static int on_step(void *unused)
{
	(void)unused;
	return fails(FAULT_INTERRUPT);
}

/* A file of ours: the real one lies behind it. */
struct file { sqlite3_file base; sqlite3_file *real; };

static sqlite3_file *real_of(sqlite3_file *file)
{
	return ((struct file *)file)->real;
}

static int file_close(sqlite3_file *file)
{
	int code = real_of(file)->pMethods->xClose(real_of(file));
	free(real_of(file));
	return code;
}

static int file_read(sqlite3_file *file, void *to, int size, sqlite3_int64 at)
{
	return fails(FAULT_IO) ? SQLITE_IOERR_READ : real_of(file)->pMethods->xRead(real_of(file), to, size, at);
}

static int file_write(sqlite3_file *file, const void *from, int size, sqlite3_int64 at)
{
	return fails(FAULT_IO) ? SQLITE_IOERR_WRITE : real_of(file)->pMethods->xWrite(real_of(file), from, size, at);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	return fails(FAULT_IO) ? SQLITE_IOERR_TRUNCATE : real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int file_sync(sqlite3_file *file, int flags)
{
	return fails(FAULT_IO) ? SQLITE_IOERR_FSYNC : real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return fails(FAULT_IO) ? SQLITE_IOERR_FSTAT : real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int file_lock(sqlite3_file *file, int how)
{
	return fails(FAULT_IO) ? SQLITE_IOERR_LOCK : real_of(file)->pMethods->xLock(real_of(file), how);
}

static int file_unlock(sqlite3_file *file, int how)
{
	return real_of(file)->pMethods->xUnlock(real_of(file), how);
}

static int file_is_reserved(sqlite3_file *file, int *out)
{
	return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}

static int file_control(sqlite3_file *file, int operation, void *argument)
{
	return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}

static int file_sector_size(sqlite3_file *file)
{
	return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int file_traits(sqlite3_file *file)
{
	return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int file_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
	return fails(FAULT_IO) ? SQLITE_IOERR_SHMMAP
		: real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, out);
}

static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
	return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static void file_shm_barrier(sqlite3_file *file)
{
	real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int file_shm_unmap(sqlite3_file *file, int remove)
{
	return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2, .xClose = file_close, .xRead = file_read, .xWrite = file_write, .xTruncate = file_truncate,
	.xSync = file_sync, .xFileSize = file_size, .xLock = file_lock, .xUnlock = file_unlock,
	.xCheckReservedLock = file_is_reserved, .xFileControl = file_control, .xSectorSize = file_sector_size,
	.xDeviceCharacteristics = file_traits, .xShmMap = file_shm_map, .xShmLock = file_shm_lock,
	.xShmBarrier = file_shm_barrier, .xShmUnmap = file_shm_unmap,
};

static sqlite3_vfs shim, *vfs;

static int shim_open(sqlite3_vfs *unused, const char *name, sqlite3_file *file, int flags, int *out)
{
	struct file *made = (struct file *)file;
	(void)unused;
	made->base.pMethods = NULL;
	if (fails(FAULT_IO))
		return SQLITE_CANTOPEN;
	made->real = calloc(1, (size_t)vfs->szOsFile);
	int code = vfs->xOpen(vfs, name, made->real, flags, out);
	if (code)
		free(made->real);
	else
		made->base.pMethods = &methods;
	return code;
}

void faults_install(void)
{
	sqlite3_mem_methods ours;
	if (vfs)
		return;
	sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory);
	ours = memory;
	ours.xMalloc = shim_malloc;
	ours.xRealloc = shim_realloc;
	sqlite3_config(SQLITE_CONFIG_MALLOC, &ours);
	vfs = sqlite3_vfs_find(NULL);
	shim = *vfs;
	shim.zName = "faults";
	shim.szOsFile = sizeof(struct file);
	shim.xOpen = shim_open;
	sqlite3_vfs_register(&shim, 1);
}

void fault_arm(enum fault kind, struct store *store, int number, bool from_there)
{
	fault.sqlite = kind == FAULT_INTERRUPT ? store_connection(store)->sqlite : NULL;
	fault.kind = kind;
	fault.left = number;
	fault.from_there = from_there;
	fault.fired = false;
	fault.armed = true;
	if (fault.sqlite)
		sqlite3_progress_handler(fault.sqlite, STEP, on_step, NULL);
}

bool fault_disarm(void)
{
	fault.armed = false;
	if (fault.sqlite)
		sqlite3_progress_handler(fault.sqlite, 0, NULL, NULL);
	return fault.fired;
}

/* SQLite's own lock is a race: whoever polls at the right moment wins, and under load somebody starves. So writers
 * first queue for a file of ours; the kernel wakes them in order, and who dies gives it up. It is advice: programs that
 * do not know the file meet SQLite's lock. A process never waits for itself: what it holds is kept in a list.
 *
 * A lock that was let go is taken by whoever asks first, which would be the one who let it go. Therefore there is a door
 * before it, a POSIX lock on one byte: who waits for the turn stands in the door, all others wait for the door, and who
 * comes back from a turn stands behind them.
 *
 * Locks know no deadline, so a timer interrupts the wait: at the deadline, and every 100 ms when somebody is to be asked,
 * which costs the place in the queue. */
#include "db/lock.h"

#include "base/clock.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

enum { TICK_MS = 100 };
#define MS_NS UINT64_C(1000000)

static struct lock *held;      /* by this process */

void patience_begin(struct patience *patience)
{
	patience->began = patience->asked = clock_nanoseconds();
}

bool patience_lasts(struct patience *patience)
{
	uint64_t now = clock_nanoseconds();

	if (now - patience->began >= (uint64_t)patience->milliseconds * MS_NS)
		return false;
	if (!patience->go_on || now - patience->asked < (TICK_MS / 2) * MS_NS)
		return true;
	patience->asked = now;
	return patience->go_on(patience->context);
}

void lock_init(struct lock *lock, const char *file)
{
	struct stat about = { 0 };

	*lock = (struct lock){ .file = -1 };
	if (stat(file, &about) == 0) {
		lock->device = about.st_dev;
		lock->inode = about.st_ino;
	}
}

static void lock_unlist(struct lock *lock)
{
	struct lock **at = &held;

	while (*at && *at != lock)
		at = &(*at)->next;
	if (*at)
		*at = lock->next;
}

void lock_init_alone(struct lock *lock, const char *file)
{
	lock_init(lock, file);
	lock->opened = true;
}

void lock_release(struct lock *lock)
{
	if (lock->holds)
		lock_unlist(lock);
	if (lock->file >= 0)
		close(lock->file);
	*lock = (struct lock){ .file = -1 };
}

/* As private as the database, and its owner's: whoever may write the one may queue for it. */
static int lock_make(const char *name, const struct stat *database)
{
	struct stat about;
	int file = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);

	if (file < 0 || fstat(file, &about) || !S_ISREG(about.st_mode) || about.st_uid != geteuid())
		return file;
	if (about.st_uid != database->st_uid || about.st_gid != database->st_gid)
		(void)!fchown(file, geteuid() ? (uid_t)-1 : database->st_uid, database->st_gid);
	if ((about.st_mode & 0777) != (database->st_mode & 0660))
		(void)!fchmod(file, database->st_mode & 0660);
	return file;
}

static void lock_open(struct lock *lock, const char *database)
{
	char name[PATH_MAX + 8];
	struct stat about;
	int size = snprintf(name, sizeof name, "%s-lock", database);

	lock->opened = true;
	if (size > 0 && (size_t)size < sizeof name && stat(database, &about) == 0)
		lock->file = lock_make(name, &about);
}

static void on_tick(int signal)
{
	(void)signal;
}

/* What a timer of ours replaces for the time of a wait. */
struct ticker { struct sigaction action; struct itimerval timer; sigset_t mask; };

static void ticker_start(struct ticker *was, const struct patience *patience)
{
	struct sigaction action = { .sa_handler = on_tick };   /* without SA_RESTART */
	int first = patience->go_on || patience->milliseconds <= 0 ? TICK_MS : patience->milliseconds;
	struct itimerval timer = { { 0, TICK_MS * 1000 }, { first / 1000, first % 1000 * 1000 } };
	sigset_t alarm;

	sigemptyset(&action.sa_mask);
	sigaction(SIGALRM, &action, &was->action);
	sigemptyset(&alarm);
	sigaddset(&alarm, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &alarm, &was->mask);
	setitimer(ITIMER_REAL, &timer, &was->timer);
}

static void ticker_stop(const struct ticker *was)
{
	setitimer(ITIMER_REAL, &was->timer, NULL);
	sigprocmask(SIG_SETMASK, &was->mask, NULL);
	sigaction(SIGALRM, &was->action, NULL);
}

static int door(int file, int command, short type)
{
	struct flock byte = { .l_type = type, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };

	return fcntl(file, command, &byte) ? errno : 0;
}

static int door_wait(int file)
{
	return door(file, F_SETLKW, F_WRLCK);
}

static int turn_wait(int file)
{
	return flock(file, LOCK_EX) ? errno : 0;
}

/* False when patience ended. Other failures (a file system without locks) are no reason to refuse. */
static bool wait_for(int (*wait)(int file), int file, struct patience *patience)
{
	int failed;

	do
		failed = wait(file);
	while (failed == EINTR && patience_lasts(patience));
	return failed != EINTR;
}

static bool lock_wait(int file, struct patience *patience)
{
	struct ticker ticker;
	bool got;

	if (!door(file, F_SETLK, F_WRLCK) && !flock(file, LOCK_EX | LOCK_NB)) {
		door(file, F_SETLK, F_UNLCK);
		return true;
	}
	ticker_start(&ticker, patience);
	got = wait_for(door_wait, file, patience) && wait_for(turn_wait, file, patience);
	ticker_stop(&ticker);
	door(file, F_SETLK, F_UNLCK);
	return got;
}

static bool lock_is_held_elsewhere(const struct lock *lock)
{
	for (const struct lock *other = held; other; other = other->next)
		if (other != lock && other->device == lock->device && other->inode == lock->inode)
			return true;
	return false;
}

static void lock_list(struct lock *lock)
{
	lock->holds = 1;
	lock->next = held;
	held = lock;
}

enum err lock_take(struct lock *lock, const char *file, struct patience *patience)
{
	if (lock->holds) {
		lock->holds++;
		return OK;
	}
	if (lock_is_held_elsewhere(lock))
		return fail(ERR_BUSY, "cannot write '%s': a transaction on it is open in this program", file);
	if (!lock->opened)
		lock_open(lock, file);
	patience_begin(patience);
	if (lock->file >= 0 && !lock_wait(lock->file, patience))
		return fail(ERR_BUSY, "cannot write '%s': others have been writing it all the time; try again", file);
	lock_list(lock);
	return OK;
}

bool lock_try(struct lock *lock, const char *file)
{
	if (lock->holds || lock_is_held_elsewhere(lock))
		return false;
	if (!lock->opened)
		lock_open(lock, file);
	if (lock->file >= 0 && flock(lock->file, LOCK_EX | LOCK_NB))
		return false;
	lock_list(lock);
	return true;
}

void lock_give(struct lock *lock)
{
	if (!lock->holds)
		bug("a lock that is not held is given");
	if (--lock->holds)
		return;
	lock_unlist(lock);
	if (lock->file >= 0)
		flock(lock->file, LOCK_UN);
}

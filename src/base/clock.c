/* The file keeps UTC, and dates are computed here without the C library's time zone, so that a stamp is the same
 * everywhere; only what people read goes through localtime_r. The calendar is the proleptic Gregorian one, by Howard
 * Hinnant's days-from-civil (https://howardhinnant.github.io/date_algorithms.html). */
#include "base/clock.h"

#include "base/arena.h"
#include <string.h>
#include <time.h>

enum { MS = 1000, DAY = 86400 };

/* 0000-01-01 00:00:00.000 and 9999-12-31 23:59:59.999: what the text form can say. */
static const int64_t stamp_first = INT64_C(-62167219200000), stamp_last = INT64_C(253402300799999);

static int64_t stopped;
static bool is_stopped;

static const char *const months[] = {
	"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
};

int64_t clock_now(void)
{
	struct timespec now;
	if (is_stopped)
		return stopped;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * MS + now.tv_nsec / 1000000;
}

void clock_set(int64_t ms)
{
	stopped = ms;
	is_stopped = true;
}

uint64_t clock_nanoseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static int64_t clamp(int64_t ms)
{
	return ms < stamp_first ? stamp_first : ms > stamp_last ? stamp_last : ms;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t days_of(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = floor_div(y, 400), yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void civil_of(int64_t days, int *year, int *month, int *day)
{
	days += 719468;
	int64_t era = floor_div(days, 146097), doe = days - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	*day = (int)(doy - (153 * mp + 2) / 5 + 1);
	*month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*year = (int)(yoe + era * 400 + (*month <= 2));
}

/* Write @count digits of @n over those at @to. */
static void put_digits(char *to, int count, int n)
{
	for (; count > 0; n /= 10)
		to[--count] = (char)('0' + n % 10);
}

/* Every row that is written has its stamp, so it goes without printf. */
void clock_stamp(int64_t ms, char out[CLOCK_STAMP_SIZE])
{
	int year, month, day;
	ms = clamp(ms);
	int64_t seconds = floor_div(ms, MS), days = floor_div(seconds, DAY);
	int in_day = (int)(seconds - days * DAY);
	civil_of(days, &year, &month, &day);
	memcpy(out, "0000-00-00 00:00:00.000 +00:00", CLOCK_STAMP_SIZE);
	put_digits(out, 4, year);
	put_digits(out + 5, 2, month);
	put_digits(out + 8, 2, day);
	put_digits(out + 11, 2, in_day / 3600);
	put_digits(out + 14, 2, in_day / 60 % 60);
	put_digits(out + 17, 2, in_day % 60);
	put_digits(out + 20, 3, (int)(ms - seconds * MS));
}

/* Read exactly @count digits at *@at, a number from @low to @high. */
static bool take(const char **at, int count, int low, int high, int *out)
{
	int n = 0;
	for (int i = 0; i < count; i++) {
		char c = *(*at)++;
		if (c < '0' || c > '9')
			return (*at)--, false;
		n = n * 10 + (c - '0');
	}
	*out = n;
	return n >= low && n <= high;
}

static bool skip(const char **at, char c)
{
	return **at == c ? ++*at, true : false;
}

static int days_in_month(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month == 2 && leap ? 29 : days[month - 1];
}

/* Milliseconds of "2026-11-22". */
static bool take_date(const char **at, int64_t *ms)
{
	int year, month, day;
	if (!take(at, 4, 0, 9999, &year) || !skip(at, '-') || !take(at, 2, 1, 12, &month) || !skip(at, '-')
	    || !take(at, 2, 1, days_in_month(year, month), &day))
		return false;
	*ms = days_of(year, month, day) * DAY * MS;
	return true;
}

/* Milliseconds of the digits behind a point; those past the third are dropped. */
static bool take_fraction(const char **at, int *ms)
{
	if (**at < '0' || **at > '9')
		return false;
	for (int unit = 100; **at >= '0' && **at <= '9'; ++*at, unit /= 10)
		*ms += (**at - '0') * unit;
	return true;
}

/* Add "14:01", "14:01:07", "14:01:07.120". */
static bool take_time(const char **at, int64_t *ms)
{
	int hour, minute, second = 0, fraction = 0;
	if (!take(at, 2, 0, 23, &hour) || !skip(at, ':') || !take(at, 2, 0, 59, &minute))
		return false;
	if (skip(at, ':')) {
		if (!take(at, 2, 0, 59, &second))
			return false;
		if (skip(at, '.') && !take_fraction(at, &fraction))
			return false;
	}
	*ms += ((hour * 60 + minute) * 60 + second) * (int64_t)MS + fraction;
	return true;
}

/* "", "Z", "+01:00", "+0100", "+01", a space before it or not. */
static bool take_offset(const char **at, int64_t *ms)
{
	int hours, minutes = 0;
	skip(at, ' ');
	if (**at == '\0' || skip(at, 'Z') || skip(at, 'z'))
		return (*at)[-1] != ' ';
	int sign = **at == '-' ? -1 : 1;
	if ((!skip(at, '+') && !skip(at, '-')) || !take(at, 2, 0, 23, &hours))
		return false;
	if ((skip(at, ':') || **at) && !take(at, 2, 0, 59, &minutes))
		return false;
	*ms -= sign * (hours * 60 + minutes) * (int64_t)60 * MS;
	return true;
}

bool clock_parse(const char *text, int64_t *ms)
{
	const char *at = text;
	int64_t made;
	if (!take_date(&at, &made))
		return false;
	if (*at) {
		if (!skip(&at, ' ') && !skip(&at, 'T') && !skip(&at, 't'))
			return false;
		if (!take_time(&at, &made) || !take_offset(&at, &made) || *at)
			return false;
	}
	if (made != clamp(made))             /* an offset led out of the years that can be written */
		return false;
	*ms = made;
	return true;
}

static struct tm local_of(int64_t ms)
{
	time_t seconds = (time_t)floor_div(clamp(ms), MS);
	struct tm tm = { 0 };
	tzset();
	localtime_r(&seconds, &tm);
	return tm;
}

static bool same_day(struct tm a, struct tm b)
{
	return a.tm_year == b.tm_year && a.tm_yday == b.tm_yday;
}

const char *clock_day(struct arena *arena, int64_t ms)
{
	struct tm then = local_of(ms), now = local_of(clock_now());
	if (same_day(then, now))
		return arena_format(arena, "today %02d:%02d", then.tm_hour, then.tm_min);
	if (then.tm_year == now.tm_year)
		return arena_format(arena, "%d %s", then.tm_mday, months[then.tm_mon]);
	return arena_format(arena, "%d %s %d", then.tm_mday, months[then.tm_mon], then.tm_year + 1900);
}

const char *clock_minute(struct arena *arena, int64_t ms)
{
	struct tm tm = local_of(ms);
	return arena_format(arena, "%02d:%02d", tm.tm_hour, tm.tm_min);
}

const char *clock_full(struct arena *arena, int64_t ms)
{
	struct tm tm = local_of(ms);
	return arena_format(arena, "%d %s %d, %02d:%02d", tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900,
		tm.tm_hour, tm.tm_min);
}

const char *clock_part(struct arena *arena, int64_t ms, enum clock_part part)
{
	struct tm tm = local_of(ms);
	if (part == CLOCK_MONTH)
		return months[tm.tm_mon];
	return arena_format(arena, "%d", part == CLOCK_DAY ? tm.tm_mday : tm.tm_year + 1900);
}

/* The first second whose local day is that day: where clocks change at midnight there may be no 00:00, or two. */
int64_t clock_midnight(int64_t ms, int days)
{
	struct tm day = local_of(ms);
	day.tm_mday += days;
	day.tm_hour = 12;
	day.tm_min = day.tm_sec = 0;
	day.tm_isdst = -1;
	int64_t inside = (int64_t)mktime(&day), before = inside - DAY;
	while (inside - before > 1) {
		int64_t middle = before + (inside - before) / 2;
		if (same_day(local_of(middle * MS), day))
			inside = middle;
		else
			before = middle;
	}
	return inside * MS;
}

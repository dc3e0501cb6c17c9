"""What is said once a week: thanks to all who helped, and a note to each who wants one."""

/* SPDX-License-Identifier: MIT */
"use strict";

/* A click on a heading sorts by its column, a second one the other way round. */
for (const table of document.querySelectorAll("table.sortable")) {
	const body = table.tBodies[0];
	const headings = [...table.tHead.rows[0].cells];
	/* Cells without a figure come last, whatever the direction. */
	const value = (row, column) => {
		const cell = row.cells[column];
		if (!("v" in cell.dataset))
			return cell.textContent;
		return cell.dataset.v === "" ? NaN : Number(cell.dataset.v);
	};
	const compare = (a, b) => {
		if (typeof a === "string")
			return a.localeCompare(b);
		if (Number.isNaN(a) || Number.isNaN(b))
			return 0;
		return a - b;
	};

	headings.forEach((heading, column) => {
		const sort = () => {
			const down = heading.getAttribute("aria-sort") === "ascending";
			const rows = [...body.rows].sort((a, b) => {
				const x = value(a, column), y = value(b, column);
				if (Number.isNaN(x) !== Number.isNaN(y))
					return Number.isNaN(x) ? 1 : -1;
				return down ? compare(y, x) : compare(x, y);
			});
			headings.forEach(other => other.removeAttribute("aria-sort"));
			heading.setAttribute("aria-sort", down ? "descending" : "ascending");
			body.append(...rows);
		};
		heading.tabIndex = 0;
		heading.addEventListener("click", sort);
		heading.addEventListener("keydown", event => {
			if (event.key === "Enter")
				sort();
		});
	});
}

/* Rows that have all the words typed stay. */
for (const input of document.querySelectorAll("input[data-table]")) {
	const body = document.getElementById(input.dataset.table).tBodies[0];
	input.addEventListener("input", () => {
		const words = input.value.toLowerCase().split(/\s+/);
		for (const row of body.rows) {
			const text = row.textContent.toLowerCase();
			row.hidden = !words.every(word => text.includes(word));
		}
	});
}

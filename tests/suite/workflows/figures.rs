//! Resolution times: the table and the plot, against the same figures from what the help desk holds.

use jiff::Timestamp;
use tests::helpdesk::Options;

use super::Scene;

#[test]
fn the_table_has_the_figures_of_the_help_desk() {
    let scene = Scene::new("figures", Options::default());
    let ended = scene.run("resolution_times", &["--days", "90", "--plot", "plot.svg"]);
    ended.assert(0, "the plot is in plot.svg");
    let hours: Vec<f64> = scene
        .desk
        .all("tickets")
        .iter()
        .filter(|ticket| ticket["priority"] == 3)
        .map(|ticket| {
            let [from, to] = [&ticket["created_at"], &ticket["stats"]["resolved_at"]]
                .map(|time| time.as_str().unwrap().parse::<Timestamp>().unwrap());
            to.duration_since(from).as_secs_f64() / 3600.0
        })
        .collect();
    let mean = hours.iter().sum::<f64>() / f64::from(u32::try_from(hours.len()).unwrap());
    let row = ended
        .stdout
        .lines()
        .find(|line| line.starts_with("High "))
        .unwrap();
    let cells: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(
        cells[1..3],
        [hours.len().to_string(), format!("{mean:.1}")],
        "{row}"
    );
    let plot = scene.read("plot.svg");
    assert!(
        plot.starts_with("<svg ") && plot.ends_with("</svg>\n"),
        "{plot}"
    );
    for label in [">hours to resolution<", ">tickets<"] {
        assert!(plot.contains(label), "{label} is not in {plot}");
    }
    // A range without tickets has no bar.
    let bars = plot.split("<rect x=").skip(1);
    let numbers: Vec<usize> = bars
        .map(|bar| {
            bar.split('>')
                .nth(2)
                .unwrap()
                .trim_end_matches("</text")
                .parse()
                .unwrap()
        })
        .collect();
    assert!(numbers.len() < 12 && !numbers.contains(&0), "{numbers:?}");
    // Open and pending tickets have no time.
    let counted: usize = ended
        .stdout
        .lines()
        .skip(1)
        .filter_map(|line| line.split_whitespace().nth(1)?.parse::<usize>().ok())
        .sum();
    assert_eq!(numbers.iter().sum::<usize>(), counted);
    assert!(
        plot.contains(&format!(">{counted} resolved tickets<")),
        "{plot}"
    );
}

#[test]
fn nothing_to_count_is_said() {
    let scene = Scene::new(
        "figures-none",
        Options {
            tickets: 0,
            ..Options::default()
        },
    );
    scene
        .run("resolution_times", &["--days", "7"])
        .assert(0, "no ticket was resolved in the last 7 days");
    scene
        .run("resolution_times", &["--days", "soon"])
        .assert(2, "soon");
    let unwritable = Scene::new("figures-unwritable", Options::default());
    unwritable
        .run("resolution_times", &["--plot", "no/plot.svg"])
        .assert(1, "no/plot.svg");
}

//! How does a gateway run until somebody asks it to end?

use tamga_gateway::{Clock, Config, Gateway, GatewayError, demonstration};

use crate::{Serve, log, system_time};

/// How long threads that wait for the store are waited for at the very end.
const FAREWELL: std::time::Duration = std::time::Duration::from_secs(1);

pub fn serve(serve: Serve) -> Result<(), Box<dyn std::error::Error>> {
    log::start(serve.quiet);
    let clock = Clock::new(system_time);
    let config = match (serve.config, serve.country, serve.listen, serve.data) {
        (Some(file), ..) => Config::read(&file).map_err(GatewayError::from)?,
        (None, Some(country), Some(listen), Some(data)) => {
            let prepared = demonstration::prepare(&data, &country, listen, clock.now())?;
            if prepared.is_new {
                eprintln!("made demonstration keys, trust list and registrations in {}", data.display());
                eprintln!("{} says what an office is told", data.join("offices.txt").display());
            }
            prepared.config
        }
        _ => return Err("serve needs --config, or --country, --listen and --data together".into()),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(async {
        let (id, mark) = (config.id.clone(), if config.demonstration { " (DEMONSTRATION)" } else { "" });
        let ended = ended()?;
        let running = Gateway::start(config, clock).await?;
        // Standard output carries this one line, so that a program that started us learns the port.
        println!("{id} listens on {}{mark}", running.url());
        ended.await;
        eprintln!("ending");
        running.stop().await;
        Ok(())
    });
    // What still waits for the store ends with the process.
    runtime.shutdown_timeout(FAREWELL);
    served
}

/// Resolves when somebody asks the program to end; listens from the moment it is called.
#[cfg(unix)]
fn ended() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Resolves when somebody asks the program to end.
#[cfg(not(unix))]
fn ended() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
